import type { RequestHandler } from 'express';

/**
 * Lets in who has shown a certificate of the configured authority; everybody where none is configured.
 *
 * @param onRefused told of each answer
 */
export function certifiedOnly(
  isAsked: boolean,
  onRefused: (code: number) => void = () => undefined,
): RequestHandler {
  return (request, response, next) => {
    const { socket } = request;
    if (!isAsked || ('authorized' in socket && socket.authorized === true)) return next();
    onRefused(403);
    response.status(403).json({ error: 'client_certificate_needed' });
    if (!request.complete) request.resume();
  };
}
