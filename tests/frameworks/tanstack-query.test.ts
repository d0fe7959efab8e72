/** TanStack Query: a query function is offered `{ signal }`, and most leave it out. A mutation has none. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in TanStack Query", rule, {
  valid: [
    { name: "passed on", code: `${load} import { QueryClient } from "@tanstack/query-core"; export const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: ({ signal }) => load("1", signal) });` },
    { name: "a mutation has none", code: `${load} import { MutationObserver, QueryClient } from "@tanstack/query-core"; export const save = (client: QueryClient) => new MutationObserver(client, { mutationFn: () => load("1") });` },
    { name: "what takes none", code: `import { useQuery } from "@tanstack/react-query"; declare function read(id: string): Promise<string>; export const useThing = (id: string) => useQuery({ queryKey: [id], queryFn: () => read(id) });` },
    { name: "an event handler", code: `${load} import { useQueryClient } from "@tanstack/react-query"; export function useRefresh() { const client = useQueryClient(); return async () => { client.setQueryData(["a"], await load("1")); }; }` },
  ],
  invalid: [
    {
      name: "a query function without its context",
      code: `${load}\nimport { QueryClient } from "@tanstack/query-core";\nexport const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: () => load("1") });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { QueryClient } from "@tanstack/query-core";\nexport const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: ({ signal }) => load("1", signal) });` }] }],
    },
    {
      name: "a query function that takes a part",
      code: `${load}\nimport { useQuery } from "@tanstack/react-query";\nexport const useThing = () => useQuery({ queryKey: ["a"], queryFn: ({ queryKey }) => load(String(queryKey[0])) });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { useQuery } from "@tanstack/react-query";\nexport const useThing = () => useQuery({ queryKey: ["a"], queryFn: ({ queryKey, signal }) => load(String(queryKey[0]), signal) });` }] }],
    },
    {
      name: "fetch in a query function, as most write it",
      code: `import { useQuery } from "@tanstack/react-query";\nexport const useThing = (id: string) => useQuery({ queryKey: [id], queryFn: async () => { const answer = await fetch(\`/things/\${id}\`); return answer.text(); } });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `import { useQuery } from "@tanstack/react-query";\nexport const useThing = (id: string) => useQuery({ queryKey: [id], queryFn: async ({ signal }) => { const answer = await fetch(\`/things/\${id}\`, { signal }); return answer.text(); } });` }] }],
    },
    {
      name: "queryOptions",
      code: `${load}\nimport { queryOptions } from "@tanstack/react-query";\nexport const thing = (id: string) => queryOptions({ queryKey: ["thing", id], queryFn: () => load(id) });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { queryOptions } from "@tanstack/react-query";\nexport const thing = (id: string) => queryOptions({ queryKey: ["thing", id], queryFn: ({ signal }) => load(id, signal) });` }] }],
    },
    {
      name: "an infinite query",
      code: `import { useInfiniteQuery } from "@tanstack/react-query";\ndeclare function page(at: number, init?: RequestInit): Promise<string[]>;\nexport const usePages = () => useInfiniteQuery({ queryKey: ["a"], initialPageParam: 0, queryFn: ({ pageParam }) => page(pageParam), getNextPageParam: (_last, all) => all.length });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `import { useInfiniteQuery } from "@tanstack/react-query";\ndeclare function page(at: number, init?: RequestInit): Promise<string[]>;\nexport const usePages = () => useInfiniteQuery({ queryKey: ["a"], initialPageParam: 0, queryFn: ({ pageParam, signal }) => page(pageParam, { signal }), getNextPageParam: (_last, all) => all.length });` }] }],
    },
  ],
});
