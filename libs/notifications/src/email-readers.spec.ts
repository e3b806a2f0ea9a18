import { describe, expect, it } from '@jest/globals';
import { readerOf } from './email-readers.js';

describe('who fetches a picture', () => {
  it.each([
    ['Gmail’s proxy', 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'],
    ['Yahoo’s proxy', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'],
    ['Thunderbird', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0'],
    [
      'Apple Mail without protection',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    ],
    ['Outlook', 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)'],
    [
      'a browser',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    ],
  ])('%s does so for a person', (_, userAgent) => {
    expect(readerOf(userAgent)).toBe('person');
  });

  it.each([
    ['Apple’s Mail Privacy Protection', 'Mozilla/5.0'],
    [
      'Gmail, ahead of anybody',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
    ],
    ['who says nothing', ''],
    ['a scanner', 'Barracuda Sentinel (EE)'],
    ['a crawler', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['a script', 'python-requests/2.26.0'],
    [
      'a browser without a window',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36',
    ],
  ])('%s is a machine', (_, userAgent) => {
    expect(readerOf(userAgent)).toBe('machine');
  });
});
