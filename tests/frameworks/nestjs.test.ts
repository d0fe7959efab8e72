/** NestJS: services take the signal as a parameter; a controller finds it where its platform has it (Fastify's request). */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const nest = `import { Controller, Get, Injectable, Param, Req } from "@nestjs/common";`;
const service = `@Injectable() export class Users { async find(id: string, signal?: AbortSignal): Promise<string> { const answer = await fetch(id, { signal: signal ?? null }); return answer.text(); } }`;

ruleTester.run("no-dropped-context in NestJS", rule, {
  valid: [
    { name: "a service that passes it on", code: `${nest}\n${service}\n@Controller("users") export class UsersController { constructor(private readonly users: Users) {} @Get(":id") show(@Param("id") id: string): Promise<string> { return this.users.find(id); } }` },
    { name: "Express' request has none", code: `${nest}\nimport type { Request } from "express";\n${service}\n@Controller("users") export class UsersController { constructor(private readonly users: Users) {} @Get() show(@Req() request: Request): Promise<string> { return this.users.find(request.url); } }` },
    { name: "a lifecycle hook", code: `${nest}\nimport type { OnModuleDestroy } from "@nestjs/common";\n@Injectable() export class Feed implements OnModuleDestroy { readonly #controller = new AbortController(); async onModuleDestroy(): Promise<void> { this.#controller.abort(); await fetch("u", { method: "DELETE" }); } }` },
  ],
  invalid: [
    {
      name: "a service",
      code: `${nest}\n@Injectable() export class Users { async find(id: string, signal: AbortSignal): Promise<string> { signal.throwIfAborted(); const answer = await fetch(id); return answer.text(); } }`,
      output: `${nest}\n@Injectable() export class Users { async find(id: string, signal: AbortSignal): Promise<string> { signal.throwIfAborted(); const answer = await fetch(id, { signal }); return answer.text(); } }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "an injected service",
      code: `${nest}\n${service}\n@Injectable() export class Orders { constructor(private readonly users: Users) {} async place(id: string, signal: AbortSignal): Promise<string> { signal.throwIfAborted(); return this.users.find(id); } }`,
      output: `${nest}\n${service}\n@Injectable() export class Orders { constructor(private readonly users: Users) {} async place(id: string, signal: AbortSignal): Promise<string> { signal.throwIfAborted(); return this.users.find(id, signal); } }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a controller, on Fastify",
      code: `${nest}\nimport type { FastifyRequest } from "fastify";\n${service}\n@Controller("users") export class UsersController { constructor(private readonly users: Users) {} @Get(":id") show(@Param("id") id: string, @Req() request: FastifyRequest): Promise<string> { request.log.info(id); return this.users.find(id); } }`,
      output: `${nest}\nimport type { FastifyRequest } from "fastify";\n${service}\n@Controller("users") export class UsersController { constructor(private readonly users: Users) {} @Get(":id") show(@Param("id") id: string, @Req() request: FastifyRequest): Promise<string> { request.log.info(id); return this.users.find(id, request.signal); } }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
