import { type Context, ContextKey } from "./context.js";
import { requestIdOf } from "./request.js";

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const loggerKey = new ContextKey<Logger>("logger");

export function createLogger(out: NodeJS.WritableStream): Logger {
  const write = (level: string, message: string): void => {
    out.write(`${new Date().toISOString()} ${level} ${message}\n`);
  };
  return {
    info: (message) => write("info", message),
    warn: (message) => write("warn", message),
    error: (message) => write("error", message),
  };
}

/** The service's logger, with the request's id in front of every line. */
export function loggerOf(ctx: Context): Logger {
  const logger = ctx.value(loggerKey);
  const id = requestIdOf(ctx) ?? "-";
  return {
    info: (message) => logger?.info(`[${id}] ${message}`),
    warn: (message) => logger?.warn(`[${id}] ${message}`),
    error: (message) => logger?.error(`[${id}] ${message}`),
  };
}
