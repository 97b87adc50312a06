import type { Request, Response } from 'express';

export const AUTH_COOKIE = 'vizora_auth_token';
export const REFRESH_COOKIE = 'vizora_refresh_token';
export const CSRF_COOKIE = 'vizora_csrf_token';

export function cookiesOf(request: Request): Readonly<Record<string, string>> {
  const cookies: Record<string, string> = {};
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const cut = pair.indexOf('=');
    if (cut > 0) cookies[pair.slice(0, cut).trim()] = decodeURIComponent(pair.slice(cut + 1).trim());
  }
  return cookies;
}

/** @param maxAge in seconds */
export function appendCookie(
  response: Response,
  name: string,
  value: string,
  { maxAge, httpOnly = true }: { maxAge: number; httpOnly?: boolean },
): void {
  response.cookie(name, value, {
    maxAge: maxAge * 1_000,
    path: '/',
    httpOnly,
    secure: true,
    sameSite: 'strict',
  });
}

export function dropCookie(response: Response, name: string): void {
  response.clearCookie(name, { path: '/', httpOnly: true, secure: true, sameSite: 'strict' });
}
