/** Next.js: route handlers and the proxy get a request with a signal; server components and actions get none. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in Next.js", rule, {
  valid: [
    {
      name: "an answer that Next.js keeps for all who ask",
      code: `import type { NextRequest } from "next/server";\nexport const GET = async (request: NextRequest) => [await fetch(request.url, { next: { revalidate: 60 } }), await fetch(request.url, { next: { tags: ["posts"] } })];`,
    },
    { name: "a server component gets no request", code: `${load}\nexport default async function Page({ params }: { params: Promise<{ id: string }> }) { return await load((await params).id); }` },
    { name: "a server action gets none", code: `"use server";\nexport async function save(data: FormData): Promise<void> { await fetch("u", { method: "POST", body: data }); }` },
    { name: "a handler without parameters", code: `export async function GET() { return fetch("u"); }` },
    { name: "work after the response outlives the request", code: `import { after, type NextRequest } from "next/server";\nexport function POST(request: NextRequest) { after(async () => { await fetch("u", { method: "POST" }); }); return new Response(request.url); }` },
  ],
  invalid: [
    {
      name: "a route handler",
      code: `import type { NextRequest } from "next/server";\nexport async function GET(request: NextRequest) { return fetch("u", { method: "POST" }); }`,
      output: `import type { NextRequest } from "next/server";\nexport async function GET(request: NextRequest) { return fetch("u", { method: "POST", signal: request.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a route handler that keeps to the platform's type",
      code: `${load}\nexport async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) { const { id } = await params; return new Response(await load(id)); }`,
      output: `${load}\nexport async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) { const { id } = await params; return new Response(await load(id, request.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "options of Next.js' own stay",
      code: `import type { NextRequest } from "next/server";\nexport const GET = async (request: NextRequest) => fetch(request.url, { next: { revalidate: 0 } });`,
      output: `import type { NextRequest } from "next/server";\nexport const GET = async (request: NextRequest) => fetch(request.url, { next: { revalidate: 0 }, signal: request.signal });`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
