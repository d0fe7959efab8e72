// Reads an order as JSON from stdin, writes its invoice as HTML to stdout.
import { json } from "node:stream/consumers";

const escape = (text) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const money = (cents) => (cents / 100).toFixed(2);

const order = await json(process.stdin);
const rows = order.lines.map(
  ({ sku, quantity, unitPrice }) =>
    `<tr><td>${escape(sku)}</td><td>${quantity}</td><td>${money(unitPrice)}</td><td>${money(quantity * unitPrice)}</td></tr>`,
);
const total = order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
process.stdout.write(`<!doctype html>
<title>Invoice ${escape(order.id)}</title>
<h1>${escape(order.customer)}</h1>
<p>${escape(order.address)}</p>
<table>
${rows.join("\n")}
<tr><th colspan="3">Total</th><td>${money(total)}</td></tr>
</table>
`);
