// Next.js
// A route handler's request has the signal.
import { type NextRequest, NextResponse } from "next/server";

export async function GET(request: NextRequest): Promise<NextResponse> {
  const id = request.nextUrl.searchParams.get("id");
  const response = await fetch(`https://backend.example.com/orders/${id ?? ""}`);
  return NextResponse.json(await response.json());
}
