import { afterEach, describe, expect, it } from '@jest/globals';
import { MadeUpPage } from './made-up-page.fixture.js';
import { watchPage } from './page-signals.js';

describe('watchPage', () => {
  let page: MadeUpPage | undefined;
  afterEach(() => page?.leave());

  function signalsSeen(): { seen: string[]; end: () => void } {
    const seen: string[] = [];
    const end = watchPage({ networkIsBack: () => seen.push('network'), isVisible: () => seen.push('visible') });
    return { seen, end };
  }

  it('tells when the network is back and when the page is looked at, until it ends', () => {
    page = new MadeUpPage().enter();
    const { seen, end } = signalsSeen();
    page.document.dispatchEvent(new Event('visibilitychange'));
    expect(seen).toEqual([]);
    page.becomeVisible();
    page.networkComesBack();
    expect(seen).toEqual(['visible', 'network']);
    end();
    page.becomeVisible();
    page.networkComesBack();
    expect(seen).toEqual(['visible', 'network']);
  });

  it('needs no page', () => {
    expect(() => signalsSeen().end()).not.toThrow();
  });
});
