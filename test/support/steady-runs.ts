// Ids of runs hold the time and a random number: in what is compared they are numbered instead.

/** Replaces the first run's id that it ever sees by `nameOf(1)`, the second's by `nameOf(2)`, … */
export function steadyRuns(nameOf: (number: number) => string = (number) => `RUN-${number}`): (text: string) => string {
  const ids: string[] = [];
  return (text) =>
    text.replace(/\d{8}T\d{6}Z-[0-9a-f]+/g, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return nameOf(ids.indexOf(id) + 1);
    });
}
