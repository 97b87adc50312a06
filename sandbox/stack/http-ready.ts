/** Does this URL answer 2xx within a second? For waiting until a part serves. */
export async function httpReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Refused, reset, or too slow: not ready, which is the answer.
    return false;
  }
}
