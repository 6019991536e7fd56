"""A test that did not run is not a test that passed."""

import pytest

from odoo.tests.common import TransactionCase


@pytest.fixture(scope="session", autouse=True)
def _keep_files():
    """No collection of files after each class: the processes share one folder of files.

    That of one process would take the files that a test of another has not committed.
    The folder goes with the database of the run.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionCase, "_gc_filestore", classmethod(lambda cls: None))
        yield


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.stats.get("skipped", ()):
        terminalreporter.write_line(f"NOT RUN {report.nodeid}: {report.longrepr}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
