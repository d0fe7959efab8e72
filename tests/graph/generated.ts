import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";

/** A program of many functions in folders and files, as text: each hands its context on, but for one in a hundred that breaks the chain. */
function generated(functions: number, { perFile = 10, filesPerFolder = 10 } = {}): Map<string, string> {
  const files = new Map<string, string[]>();
  const fileOf = (index: number): string => {
    const file = Math.floor(index / perFile);
    return `src/area${Math.floor(file / filesPerFolder)}/part${file}.ts`;
  };
  for (let index = 0; index < functions; index++) {
    const file = fileOf(index);
    const lines = files.get(file) ?? [];
    files.set(file, lines);
    const called = [index * 2 + 1, index * 2 + 2].filter((each) => each < functions);
    for (const each of called) if (fileOf(each) !== file) lines.unshift(`import { work${each} } from "${importOf(file, fileOf(each))}";`);
    const breaks = index % 100 === 99;
    lines.push(
      `export async function work${index}(signal: AbortSignal): Promise<void> {`,
      ...called.map((each) => `  await work${each}(signal);`),
      `  await fetch("https://example.com/${index}"${breaks ? "" : ", { signal }"});`,
      "}",
    );
  }
  return new Map([...files].map(([file, lines]) => [file, `${lines.join("\n")}\n`]));
}

function importOf(from: string, to: string): string {
  const [, folder] = from.split("/");
  const [, other, name] = to.split("/");
  return `${folder === other ? "." : `../${other ?? ""}`}/${(name ?? "").replace(/\.ts$/, ".js")}`;
}

/** The same as a project in a folder of its own, to be taken away when it is no longer needed. */
export async function writeGenerated(functions: number): Promise<string> {
  const folder = await fs.mkdtemp(path.join(await fs.realpath(os.tmpdir()), "ctx-graph-"));
  const compilerOptions = { target: "es2022", module: "nodenext", moduleResolution: "nodenext", types: [], strict: true, noEmit: true };
  const files = new Map([...generated(functions), ["tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] })], ["package.json", JSON.stringify({ name: "generated", type: "module" })]]);
  for (const [file, text] of files) {
    await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await fs.writeFile(path.join(folder, file), text);
  }
  return folder;
}
