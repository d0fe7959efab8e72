/** What an article costs. */
export async function price(id: string): Promise<number> {
  const response = await fetch(`https://prices.example/${id}`);
  return Number(await response.text());
}
