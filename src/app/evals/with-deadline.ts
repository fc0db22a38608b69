import { ProviderFault } from "../../evals/provider.js";

/** How much longer than asked for a provider may take to keep the time limit itself. Milliseconds. */
const grace = 5000;

/** Gives a call up that outstays its time limit by far: a provider that hangs does not hold up the evaluation. */
export async function withDeadline<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const late = () => reject(new ProviderFault("timeout", `no answer within ${timeoutMs / 1000} s`));
    timer = setTimeout(late, timeoutMs + grace);
  });
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
