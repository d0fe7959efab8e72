/** A file of the playground that is stored packed, since not every server packs what it sends, and some take long to. */
export async function fetchPacked(file: string): Promise<string> {
  const response = await fetch(new URL(file, self.location.href));
  if (!response.ok) throw new Error(`${file} could not be loaded.`);
  // A server that knows the ending has said `Content-Encoding: gzip`, and the browser has unpacked it already.
  const bytes = new Uint8Array(await response.arrayBuffer());
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isPacked ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text() : new TextDecoder().decode(bytes);
}
