// React Router
// A loader's request is aborted when the user navigates on.
import type { LoaderFunctionArgs } from "react-router";

export async function loader({ params, request }: LoaderFunctionArgs): Promise<unknown> {
  const url = new URL(request.url);
  const response = await fetch(`https://api.example.com/items/${params["id"] ?? ""}${url.search}`);
  return response.json();
}
