/** A fenced block of code in a Markdown page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** What the nearest heading that says so promises of the block. */
  readonly kind: "correct" | "incorrect" | undefined;
}

/** A heading of a Markdown page. */
export interface Heading {
  readonly level: number;
  readonly text: string;
}

/** The headings and the blocks of code of a page. */
export function parse(page: string, markdown: string): { readonly headings: readonly Heading[]; readonly blocks: readonly Block[] } {
  const headings: Heading[] = [];
  const blocks: Block[] = [];
  let above: Heading[] = [];
  let open: { readonly line: number; readonly language: string; readonly code: string[] } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const heading = /^(#+) (.*)$/.exec(line);
    if (open) {
      if (line.startsWith("```")) {
        const kind = above.map(kindOf).findLast((found) => found !== undefined);
        blocks.push({ page, line: open.line, language: open.language, code: open.code.join("\n"), kind });
        open = undefined;
      } else {
        open.code.push(line);
      }
    } else if (line.startsWith("```")) {
      open = { line: index + 1, language: line.slice(3).trim(), code: [] };
    } else if (heading) {
      const next = { level: heading[1]!.length, text: heading[2]!.trim() };
      headings.push(next);
      above = [...above.filter(({ level }) => level < next.level), next];
    }
  }
  if (open) throw new Error(`${page}:${open.line}: a block of code has no end`);
  return { headings, blocks };
}

function kindOf({ text }: Heading): Block["kind"] {
  return /\bincorrect\b/i.test(text) ? "incorrect" : /\bcorrect\b/i.test(text) ? "correct" : undefined;
}
