const WITHIN_MS = 5_000;
const EVERY_MS = 5;

/** Looks again until the expectation holds. @throws what it threw last */
export async function eventually(expectation: () => void): Promise<void> {
  for (const deadline = Date.now() + WITHIN_MS; ;) {
    try {
      expectation();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }
}
