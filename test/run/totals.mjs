/**
 * True totals of vitest's JSON report: a file that failed before its first test counts as one failure, and so does
 * a run that failed for another reason, or in which nothing ran.
 *
 * @param read answers the report, or throws where there is none
 * @param status exit code of vitest
 */
export function totalsOf(read, status) {
  let report;
  try {
    report = read();
  } catch {
    return {
      passed: 0,
      failed: 1,
      skippedTitles: [],
      problems: [`vitest ended with ${status} and left no report`],
    };
  }
  const files = report.testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const withStatus = (wanted) => tests.filter(({ status: found }) => found === wanted).length;
  const skipped = tests.filter(({ status: found }) => found !== 'passed' && found !== 'failed');
  const problems = files
    .filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
    )
    .map((file) => `${file.name}: ${firstLine(file.message)}`);
  const passed = withStatus('passed');
  const failed = withStatus('failed');
  if (failed + problems.length === 0) {
    if (status !== 0) problems.push(`vitest ended with ${status}`);
    else if (passed === 0) problems.push('no test ran');
  }
  const skippedTitles = skipped.map(({ fullName }) => fullName);
  return { passed, failed: failed + problems.length, skippedTitles, problems };
}

const firstLine = (text) => (text ?? '').split('\n', 1)[0] || 'failed outside its tests';
