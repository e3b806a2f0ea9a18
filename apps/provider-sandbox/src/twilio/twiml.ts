const MESSAGE = /<Message\b[^>]*>([\s\S]*?)<\/Message>/g;
const BODY = /<Body\b[^>]*>([\s\S]*?)<\/Body>/;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Texts that an answer in TwiML asks to send; as much of XML as `<Message>` needs. */
export function textsIn(twiml: string): readonly string[] {
  return [...twiml.matchAll(MESSAGE)].map(([, inner = '']) => decode((BODY.exec(inner)?.[1] ?? inner).trim()));
}

function decode(xml: string): string {
  return xml.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10));
  });
}
