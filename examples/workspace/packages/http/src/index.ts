/** Gets JSON, until the signal ends it. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal ? { signal } : {});
  return (await response.json()) as T;
}
