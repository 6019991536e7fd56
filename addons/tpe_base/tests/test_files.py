from odoo.tests import TransactionCase, tagged


@tagged("-at_install", "post_install")
class TestFiles(TransactionCase):
    def test_the_end_of_another_class_takes_no_file_of_this_one(self):
        # Another process of the same run does so while this one is not committed.
        file = self.env["ir.attachment"].create({"name": "a", "raw": b"not committed"})
        self.env.flush_all()
        self._gc_filestore()
        file.invalidate_recordset(["raw"])
        self.assertEqual(file.raw, b"not committed")
