// TanStack Query
// The query function is offered a signal. Whoever leaves it out cannot cancel the query.
import { queryOptions } from "@tanstack/react-query";

export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ["user", id],
    queryFn: async ({ queryKey }) => {
      const response = await fetch(`/api/users/${String(queryKey[1])}`);
      return (await response.json()) as { name: string };
    },
  });
