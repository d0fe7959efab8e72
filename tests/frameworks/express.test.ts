/**
 * Express: its `Request` is Node's `IncomingMessage` and has no signal. What middleware puts there is found, as a property
 * that is declared, or by `settings.ctx.carriers`.
 */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const app = `import express from "express";\nconst app = express();`;
/** What a project that has such a middleware declares. */
const augmented = `declare global { namespace Express { interface Request { signal: AbortSignal } } }`;

ruleTester.run("no-dropped-context in Express", rule, {
  valid: [
    { name: "a request has no signal, so nothing can be found", code: `${load}\n${app}\napp.get("/:id", async (req, res) => { res.send(await load(req.params.id)); });` },
    { name: "a controller that a listener ends", code: `${load}\n${app}\napp.get("/:id", async (req, res) => { const controller = new AbortController(); res.on("close", () => { controller.abort(); }); res.send(await load(req.params.id, controller.signal)); });` },
    { name: "an error handler", code: `${load}\n${app}\napp.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => { res.status(500).send(error.message); });` },
    { name: "the middleware's signal is passed on", code: `${augmented}\n${load}\n${app}\napp.get("/:id", async (req, res) => { res.send(await load(req.params.id, req.signal)); });` },
  ],
  invalid: [
    {
      name: "the middleware's signal, declared",
      code: `${augmented}\n${load}\n${app}\napp.get("/:id", async (req, res) => { res.send(await load(req.params.id)); });`,
      output: `${augmented}\n${load}\n${app}\napp.get("/:id", async (req, res) => { res.send(await load(req.params.id, req.signal)); });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "fetch, in a router's handler",
      code: `${augmented}\nimport { Router } from "express";\nexport const router = Router();\nrouter.post("/", async (req, res) => { const answer = await fetch("u", { method: "POST" }); res.status(answer.status).end(); });`,
      output: `${augmented}\nimport { Router } from "express";\nexport const router = Router();\nrouter.post("/", async (req, res) => { const answer = await fetch("u", { method: "POST", signal: req.signal }); res.status(answer.status).end(); });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a handler of its own",
      code: `${augmented}\n${load}\nimport type { Request, Response } from "express";\nexport async function show(req: Request, res: Response): Promise<void> { res.send(await load(req.url)); }`,
      output: `${augmented}\n${load}\nimport type { Request, Response } from "express";\nexport async function show(req: Request, res: Response): Promise<void> { res.send(await load(req.url, req.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "the middleware's signal in `res.locals`, named in the settings",
      settings: { ctx: { carriers: [{ from: "package", package: "express", name: "Response", way: "locals.signal" }] } },
      code: `${load}\nimport type { Request, Response } from "express";\nexport async function show(req: Request, res: Response<string, { signal: AbortSignal }>): Promise<void> { res.send(await load(req.url)); }`,
      output: `${load}\nimport type { Request, Response } from "express";\nexport async function show(req: Request, res: Response<string, { signal: AbortSignal }>): Promise<void> { res.send(await load(req.url, res.locals.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
