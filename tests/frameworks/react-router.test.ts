/** React Router: loaders and actions get `{ request }`. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in React Router", rule, {
  valid: [
    { name: "passed on", code: `import type { LoaderFunctionArgs } from "react-router";\nexport const loader = ({ request }: LoaderFunctionArgs) => fetch("u", { signal: request.signal });` },
    { name: "the request itself is a carrier", code: `import type { ActionFunctionArgs } from "react-router";\nexport const action = ({ request }: ActionFunctionArgs) => fetch(request);` },
  ],
  invalid: [
    {
      name: "a loader",
      code: `import type { LoaderFunctionArgs } from "react-router";\nexport async function loader({ request }: LoaderFunctionArgs) { return fetch("u"); }`,
      output: `import type { LoaderFunctionArgs } from "react-router";\nexport async function loader({ request }: LoaderFunctionArgs) { return fetch("u", { signal: request.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "an action that takes its arguments whole",
      code: `${load}\nimport type { ActionFunctionArgs } from "react-router";\nexport async function action(args: ActionFunctionArgs) { return load(String(args.params["id"])); }`,
      output: `${load}\nimport type { ActionFunctionArgs } from "react-router";\nexport async function action(args: ActionFunctionArgs) { return load(String(args.params["id"]), args.request.signal); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a loader of a route object",
      code: `${load}\nimport { createBrowserRouter } from "react-router";\nexport const router = createBrowserRouter([{ path: "/", loader: async ({ request }) => load(request.url) }]);`,
      output: `${load}\nimport { createBrowserRouter } from "react-router";\nexport const router = createBrowserRouter([{ path: "/", loader: async ({ request }) => load(request.url, request.signal) }]);`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a loader that takes a part",
      code: `${load}\nimport { createBrowserRouter } from "react-router";\nexport const router = createBrowserRouter([{ path: "/:id", loader: ({ params }) => load(String(params["id"])) }]);`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { createBrowserRouter } from "react-router";\nexport const router = createBrowserRouter([{ path: "/:id", loader: ({ params, request }) => load(String(params["id"]), request.signal) }]);` }] }],
    },
  ],
});
