import { formatPath, type Issue, type Problem, type Segment } from './issue.ts';
import { shownValue } from './shown-value.ts';

/** An issue from a problem, at its place in the user's object. The value is what a report may repeat of it. */
export function issueOf(problem: Problem, object: Issue['object'], base: readonly Segment[] = []): Issue {
  const segments = [...base, ...(problem.at ?? [])];
  const { code, severity = 'error', message, hint, value } = problem;
  return {
    severity,
    code,
    object,
    segments,
    path: formatPath(segments),
    ...(value !== undefined && { value: shownValue(segments, value) }),
    message,
    hint,
  };
}
