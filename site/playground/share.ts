import type { RuleSetting } from "./protocol.js";

/** What a link holds. */
export interface Shared {
  readonly files: Readonly<Record<string, string>>;
  readonly active: string;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** As text that may stand in a link: packed, and in the letters that links may have. */
export async function pack(shared: Shared): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What was packed; nothing where the text is no such thing. */
export async function unpack(text: string): Promise<Shared | undefined> {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const shared = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")))) as Partial<Shared>;
    return shared.files !== undefined && shared.active !== undefined && shared.rules !== undefined ? (shared as Shared) : undefined;
  } catch {
    return undefined;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
