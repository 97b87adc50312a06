/** Does the service answer 200 within two seconds? Asked from outside, over loopback. */
export async function respond(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(2_000),
      headers: { connection: 'close' },
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // No answer is the answer.
    return false;
  }
}
