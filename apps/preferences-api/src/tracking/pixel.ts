/** Implements F5. The tracking picture: one transparent point, the same for whoever asks and whatever for. */
import type { NextFunction, Request, Response } from 'express';

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const HEADERS = {
  'Content-Type': 'image/gif',
  'Content-Length': String(PIXEL.length),
  'Cache-Control': 'no-store',
  // It is shown in web mail, which is another site.
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

export function showPixel(response: Response): void {
  response.status(200).set(HEADERS).end(PIXEL);
}

/** In front of the router, which refuses an address that cannot be decoded: a mail client gets its picture all the same. */
export function showPixelForUndecodable(request: Request, response: Response, next: NextFunction): void {
  if (/^(GET|HEAD)$/.test(request.method) && !isDecodable(request.path)) showPixel(response);
  else next();
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
