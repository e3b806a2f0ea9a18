import type { Finding } from './finding.js';
import {
  criteriaNamedIn,
  deviationMarkersIn,
  implementedIn,
  type DeviationMarker,
  type Reference,
  type SourceFile,
} from './source-references.js';
import type { Specification } from './specification.js';

interface Repository {
  specification: Specification;
  /** Claims in source files; tests prove, they do not implement. */
  implemented: Reference[];
  tested: Reference[];
  markers: DeviationMarker[];
}

/** Each rule lists what breaks it. */
const rules = [
  duplicateIds,
  unknownRequirementsOfCriteria,
  unknownClaims,
  unimplementedRequirements,
  unknownCriteriaInTests,
  untestedCriteria,
  unmatchedMarkers,
  unmarkedDeviations,
] as const satisfies readonly ((repository: Repository) => Finding[])[];

/** Everything in `sources` and in the specification itself that contradicts the specification. */
export function findingsOf(specification: Specification, sources: SourceFile[]): Finding[] {
  const tests = sources.filter(({ file }) => file.endsWith('.spec.ts'));
  const code = sources.filter(({ file }) => !file.endsWith('.spec.ts'));
  const repository: Repository = {
    specification,
    implemented: code.flatMap(implementedIn),
    tested: tests.flatMap(criteriaNamedIn),
    markers: code.flatMap(deviationMarkersIn),
  };
  return rules.flatMap((rule) => rule(repository));
}

function duplicateIds({ specification }: Repository): Finding[] {
  const seen = new Set<string>();
  return [...specification.requirements, ...specification.criteria, ...specification.deviations].flatMap((entry) => {
    if (!seen.has(entry.id)) {
      seen.add(entry.id);
      return [];
    }
    return [at(specification, entry.line, `${entry.id} is defined twice`, 'Give one of them a new number')];
  });
}

function unknownRequirementsOfCriteria({ specification }: Repository): Finding[] {
  const known = idsOf(specification.requirements);
  return specification.criteria.flatMap(({ id, line, requirements }) => {
    if (requirements.length === 0) {
      return [at(specification, line, `${id} names no requirement`, 'Name those that it proves')];
    }
    return requirements
      .filter((requirement) => !known.has(requirement))
      .map((requirement) =>
        at(specification, line, `${id} names ${requirement}, which does not exist`, 'Correct the id or specify it'),
      );
  });
}

function unknownClaims({ specification, implemented }: Repository): Finding[] {
  const known = idsOf([...specification.requirements, ...specification.criteria]);
  return implemented
    .filter(({ id }) => !known.has(id))
    .map(({ id, file, line }) => ({
      file,
      line,
      problem: `the header claims ${id}, which does not exist`,
      remedy: `Correct the id or specify it in ${specification.file}`,
    }));
}

function unimplementedRequirements({ specification, implemented }: Repository): Finding[] {
  const claimed = idsOf(implemented);
  return specification.requirements
    .filter(({ id, state }) => state !== 'planned' && !claimed.has(id))
    .map(({ id, line, state }) =>
      at(
        specification,
        line,
        `${id} is ${state}, but no source file claims it`,
        `Begin the file that does it with "/** Implements ${id}. */", or mark the requirement planned`,
      ),
    );
}

function unknownCriteriaInTests({ specification, tested }: Repository): Finding[] {
  const known = idsOf(specification.criteria);
  return tested
    .filter(({ id }) => !known.has(id))
    .map(({ id, file, line }) => ({
      file,
      line,
      problem: `the test is named after ${id}, which does not exist`,
      remedy: `Correct the id or specify it in ${specification.file}`,
    }));
}

function untestedCriteria({ specification, tested }: Repository): Finding[] {
  const named = idsOf(tested);
  return specification.criteria
    .filter(({ id, state }) => state === 'built' && !named.has(id))
    .map(({ id, line }) =>
      at(
        specification,
        line,
        `${id} is built, but no test is named after it`,
        `Put "${id}" into the name of the test that proves it, or mark the criterion planned`,
      ),
    );
}

function unmatchedMarkers({ specification, markers }: Repository): Finding[] {
  const known = idsOf(specification.deviations);
  return markers.flatMap(({ id, reason, file, line }) => {
    if (id === null) {
      const remedy = `List it in ${specification.file} and write "SPEC_DEVIATION: SD-nn reason"`;
      return [{ file, line, problem: 'the deviation has no number', remedy }];
    }
    if (!known.has(id)) {
      return [
        { file, line, problem: `${id} is not listed`, remedy: `Add it to ${specification.file} with its reason` },
      ];
    }
    return reason === '' ? [{ file, line, problem: `${id} gives no reason`, remedy: 'Say in a few words why' }] : [];
  });
}

function unmarkedDeviations({ specification, markers }: Repository): Finding[] {
  return specification.deviations.flatMap(({ id, line, places }) =>
    places
      .filter((place) => !markers.some((marker) => marker.id === id && isWithin(marker.file, place)))
      .map((place) =>
        at(
          specification,
          line,
          `${id} claims ${place}, but there is no marker`,
          `Write "SPEC_DEVIATION: ${id} reason" where it happens, or correct the place`,
        ),
      ),
  );
}

function isWithin(file: string, place: string): boolean {
  return place.endsWith('/') ? file.startsWith(place) : file === place;
}

function idsOf(entries: { id: string }[]): Set<string> {
  return new Set(entries.map(({ id }) => id));
}

function at({ file }: Specification, line: number, problem: string, remedy: string): Finding {
  return { file, line, problem, remedy };
}
