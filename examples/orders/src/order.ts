export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What a customer sends. */
export interface OrderDraft {
  readonly customer: string;
  readonly address: string;
  readonly lines: readonly OrderLine[];
  readonly callbackUrl?: string | undefined;
}

export interface Order extends OrderDraft {
  readonly id: string;
  readonly status: "accepted" | "shipped" | "invoiced";
  readonly idempotencyKey?: string | undefined;
  readonly trackingCode?: string | undefined;
  readonly invoice?: string | undefined;
}

/** The request was wrong; the message is meant for the caller. */
export class InvalidOrder extends Error {
  override readonly name = "InvalidOrder";
}

export function parseDraft(value: unknown): OrderDraft {
  const body = record(value, "body");
  const lines = body["lines"];
  if (!Array.isArray(lines) || lines.length === 0) throw new InvalidOrder("lines: expected a non-empty list");
  return {
    customer: text(body, "customer"),
    address: text(body, "address"),
    lines: lines.map((line: unknown) => parseLine(line)),
    callbackUrl: body["callbackUrl"] === undefined ? undefined : text(body, "callbackUrl"),
  };
}

function parseLine(value: unknown): OrderLine {
  const line = record(value, "line");
  return { sku: text(line, "sku"), quantity: positive(line, "quantity"), unitPrice: positive(line, "unitPrice") };
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new InvalidOrder(`${name}: expected an object`);
  return value as Record<string, unknown>;
}

function text(from: Record<string, unknown>, name: string): string {
  const value = from[name];
  if (typeof value !== "string" || value === "") throw new InvalidOrder(`${name}: expected a text`);
  return value;
}

function positive(from: Record<string, unknown>, name: string): number {
  const value = from[name];
  if (typeof value !== "number" || !(value > 0)) throw new InvalidOrder(`${name}: expected a positive number`);
  return value;
}
