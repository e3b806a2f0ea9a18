/** Implements F3. Time zones as people call them: after a city. */
import type { Language } from '#contracts';

/** The cities that Spanish and French spell otherwise and that many live by. The data of Intl has no names of cities. */
const CITIES = {
  en: { Ho_Chi_Minh: 'Ho Chi Minh City', Sao_Paulo: 'São Paulo' },
  es: {
    New_York: 'Nueva York',
    Los_Angeles: 'Los Ángeles',
    Mexico_City: 'Ciudad de México',
    Sao_Paulo: 'São Paulo',
    Bogota: 'Bogotá',
    Panama: 'Panamá',
    London: 'Londres',
    Paris: 'París',
    Berlin: 'Berlín',
    Rome: 'Roma',
    Lisbon: 'Lisboa',
    Vienna: 'Viena',
    Brussels: 'Bruselas',
    Zurich: 'Zúrich',
    Canary: 'Canarias',
    Moscow: 'Moscú',
    Tokyo: 'Tokio',
    Sydney: 'Sídney',
  },
  fr: {
    Mexico_City: 'Mexico',
    Montreal: 'Montréal',
    London: 'Londres',
    Brussels: 'Bruxelles',
    Rome: 'Rome',
    Lisbon: 'Lisbonne',
    Vienna: 'Vienne',
    Geneva: 'Genève',
    Algiers: 'Alger',
    Reunion: 'La Réunion',
    Moscow: 'Moscou',
    Sao_Paulo: 'São Paulo',
    Beijing: 'Pékin',
  },
} as const satisfies Record<Language, Readonly<Record<string, string>>>;

/** Continents and oceans, by the names of the tz database. */
const REGIONS = {
  en: { Atlantic: 'Atlantic Ocean', Indian: 'Indian Ocean', Pacific: 'Pacific Ocean' },
  es: {
    Africa: 'África',
    America: 'América',
    Antarctica: 'Antártida',
    Arctic: 'Ártico',
    Atlantic: 'Atlántico',
    Europe: 'Europa',
    Indian: 'Índico',
    Pacific: 'Pacífico',
  },
  fr: {
    Africa: 'Afrique',
    America: 'Amérique',
    Antarctica: 'Antarctique',
    Arctic: 'Arctique',
    Asia: 'Asie',
    Atlantic: 'Atlantique',
    Australia: 'Australie',
    Indian: 'Océan Indien',
    Pacific: 'Pacifique',
  },
} as const satisfies Record<Language, Readonly<Record<string, string>>>;

export interface ZoneGroup {
  /** Continent or ocean. */
  readonly region: string;
  readonly zones: readonly { readonly id: string; readonly city: string }[];
}

/** @param zone IANA name */
export function cityOf(zone: string, language: Language): string {
  const place = zone.split('/').at(-1) ?? zone;
  const spelt: Readonly<Record<string, string>> = CITIES[language];
  return spelt[place] ?? place.replaceAll('_', ' ');
}

const IDS = Intl.supportedValuesOf('timeZone').filter((id) => id.includes('/') && !id.startsWith('Etc/'));

/** Every zone to choose from, by region and city. */
export function zoneGroups(language: Language): ZoneGroup[] {
  const spelt: Readonly<Record<string, string>> = REGIONS[language];
  const collator = new Intl.Collator(language);
  const regions = [...new Set(IDS.map((id) => id.split('/')[0] ?? ''))];
  return regions
    .map((region) => ({
      region: spelt[region] ?? region,
      zones: IDS.filter((id) => id.startsWith(`${region}/`))
        .map((id) => ({ id, city: cityOf(id, language) }))
        .sort((a, b) => collator.compare(a.city, b.city)),
    }))
    .sort((a, b) => collator.compare(a.region, b.region));
}
