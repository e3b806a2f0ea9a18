/** GSM 03.38, the basic table and its extension. */
const GSM_BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const GSM_EXTENDED = new Set('^{}\\[~]|€\f');

/** Room in a single message, and in each part of a longer one. */
const GSM_ROOM = { single: 160, part: 153 } as const;
const UCS2_ROOM = { single: 70, part: 67 } as const;

/** How many SMS a carrier makes of a body. */
export function countSegments(body: string): number {
  const gsm = unitsInGsm(body);
  return gsm === undefined ? parts(body.length, UCS2_ROOM) : parts(gsm, GSM_ROOM);
}

/** Characters of the extension take two. Undefined when the alphabet lacks one. */
function unitsInGsm(body: string): number | undefined {
  let units = 0;
  for (const character of body) {
    if (GSM_BASIC.has(character)) units += 1;
    else if (GSM_EXTENDED.has(character)) units += 2;
    else return undefined;
  }
  return units;
}

function parts(units: number, room: { readonly single: number; readonly part: number }): number {
  return units <= room.single ? 1 : Math.ceil(units / room.part);
}
