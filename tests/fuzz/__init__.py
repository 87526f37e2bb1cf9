"""Whatever is sent to any form or address: an answer, never an error of ours."""
