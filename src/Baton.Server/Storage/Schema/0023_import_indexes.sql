-- Whether a file was imported before, and as of when others of its kind are true, is asked before each import.
CREATE INDEX import_fingerprint ON import (workspace_id, fingerprint);
CREATE INDEX import_as_of ON import (workspace_id, kind, as_of);
