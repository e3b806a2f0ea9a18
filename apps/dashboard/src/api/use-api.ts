import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../session/session.js';
import type { ApiClient } from './api-client.js';

export interface SignedIn {
  readonly api: ApiClient;
  readonly session: Session;
}

export const SignedInContext = createContext<SignedIn | null>(null);

/** Of whoever is signed in; views are drawn for nobody else. */
export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext);
  if (signedIn === null) throw new Error('Nobody is signed in');
  return signedIn;
}

export function useApi(): ApiClient {
  return useSignedIn().api;
}
