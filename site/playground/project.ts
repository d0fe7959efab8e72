import ts from "typescript";

import { options } from "./compiler-options.mjs";
import { fetchPacked } from "./unzip.js";

/** Types of packages by the package that is imported: files with their texts, from the root of the project. */
type Pack = Readonly<Record<string, string>>;

const LIB = "/node_modules/typescript/lib";

/** The program that is edited: the user's files, TypeScript's libraries, and the types of the packages that the files import. */
export class Project {
  readonly #texts = new Map<string, string>();
  readonly #folders = new Set<string>(["/"]);
  readonly #own = new Map<string, number>();
  readonly #asked = new Map<string, Promise<void>>();
  #version = 0;
  readonly service: ts.LanguageService;

  constructor() {
    const readFile = (file: string): string | undefined => this.#texts.get(file);
    const fileExists = (file: string): boolean => this.#texts.has(file);
    const directoryExists = (folder: string): boolean => this.#folders.has(folder === "/" ? folder : folder.replace(/\/$/, ""));
    // The plugin asks where the nearest package.json is.
    (ts as unknown as { setSys(sys: Partial<ts.System>): void }).setSys({ fileExists, readFile, directoryExists, useCaseSensitiveFileNames: true, newLine: "\n", args: [], getCurrentDirectory: () => "/", resolvePath: (path) => path, getExecutingFilePath: () => `${LIB}/typescript.js` });
    this.service = ts.createLanguageService(
      {
        getCompilationSettings: () => options,
        getScriptFileNames: () => [...this.#own.keys()],
        getScriptVersion: (file) => String(this.#own.get(file) ?? 0),
        getScriptSnapshot: (file) => {
          const text = this.#texts.get(file);
          return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
        },
        getProjectVersion: () => String(this.#version),
        getCurrentDirectory: () => "/",
        getDefaultLibFileName: (all) => `${LIB}/${ts.getDefaultLibFileName(all)}`,
        useCaseSensitiveFileNames: () => true,
        fileExists,
        readFile,
        directoryExists,
        getDirectories: (folder) => [...this.#folders].filter((each) => each.startsWith(`${folder.replace(/\/$/, "")}/`) && !each.slice(folder.length + 1).includes("/")).map((each) => each.slice(folder.replace(/\/$/, "").length + 1)),
      },
      ts.createDocumentRegistry(true, "/"),
    );
    this.#put("/package.json", '{ "name": "playground", "type": "module" }');
  }

  /** These are the user's files from now on; types of what they import are loaded first. */
  async update(files: Readonly<Record<string, string>>): Promise<void> {
    await this.#load("base");
    const wanted = Object.values(files).flatMap((text) => ts.preProcessFile(text).importedFiles.map(({ fileName }) => packageOf(fileName)));
    const known = await packs();
    await Promise.all(wanted.filter((name) => known.includes(name)).map((name) => this.#load(name)));
    for (const file of this.#own.keys()) {
      if (Object.hasOwn(files, file)) continue;
      this.#own.delete(file);
      this.#texts.delete(file);
      this.#version++;
    }
    for (const [file, text] of Object.entries(files)) {
      if (this.#own.has(file) && this.#texts.get(file) === text) continue;
      this.#put(file, text);
      this.#own.set(file, ++this.#version);
    }
  }

  program(): ts.Program {
    const program = this.service.getProgram();
    if (program === undefined) throw new Error("no program");
    return program;
  }

  #put(file: string, text: string): void {
    this.#texts.set(file, text);
    for (let folder = file.slice(0, file.lastIndexOf("/")); folder !== "" && !this.#folders.has(folder); folder = folder.slice(0, folder.lastIndexOf("/"))) this.#folders.add(folder);
  }

  #load(pack: string): Promise<void> {
    let loading = this.#asked.get(pack);
    if (loading === undefined) {
      loading = fetchPacked(`types/${pack.replaceAll("/", "__")}.json.gz`).then((text) => {
        for (const [file, content] of Object.entries(JSON.parse(text) as Pack)) this.#put(file, content);
        this.#version++;
      });
      this.#asked.set(pack, loading);
    }
    return loading;
  }
}

let known: Promise<readonly string[]> | undefined;

/** The packages whose types are there. */
function packs(): Promise<readonly string[]> {
  known ??= fetch(new URL("types/index.json", self.location.href)).then((response) => response.json() as Promise<readonly string[]>);
  return known;
}

function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
