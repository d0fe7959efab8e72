// NestJS
// The controller has the signal, the service in the middle has no parameter for it.
import { Controller, Get, Injectable, Param } from "@nestjs/common";

@Injectable()
export class Prices {
  async load(id: string): Promise<unknown> {
    const response = await fetch(`https://prices.example.com/${id}`);
    return response.json();
  }
}

@Controller("prices")
export class PricesController {
  constructor(private readonly prices: Prices) {}

  @Get(":id")
  async get(@Param("id") id: string): Promise<unknown> {
    return this.withDeadline(id, AbortSignal.timeout(5_000));
  }

  private async withDeadline(id: string, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    return this.prices.load(id);
  }
}
