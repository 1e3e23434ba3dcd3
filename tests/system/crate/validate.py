"""`python validate.py FOLDER`: RO-Crate's requirements, checked with the network off; prints what is not met.

The vocabulary that a crate names by its address is served from the package rocrate. It is that of a later version of
the standard, in which the terms of 1.1 mean the same.
"""

import json
import sys
from pathlib import Path

import rdflib.plugins.shared.jsonld.context as jsonld
import requests
import rocrate

ADDRESS = "https://w3id.org/ro/crate/1.1/context"
VOCABULARY = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


def answer(session, method, address, **options):
    """In the place of every request: the vocabulary, and nothing else."""
    if address != ADDRESS:
        raise requests.ConnectionError(address)
    response = requests.Response()
    response.status_code, response._content, response.url = 200, VOCABULARY, address
    response.headers["Content-Type"] = "application/ld+json"
    return response


def main(folder):
    parse = jsonld.source_to_json
    jsonld.source_to_json = lambda source, *rest, **options: (
        (json.loads(VOCABULARY), None) if source == ADDRESS else parse(source, *rest, **options)
    )
    requests.Session.request = answer
    from rocrate_validator import models, services  # after the two: it keeps what it finds when it is imported

    wanted = {"profile_identifier": "ro-crate-1.1", "requirement_severity": models.Severity.REQUIRED}
    found = services.validate(services.ValidationSettings.parse({"rocrate_uri": folder, **wanted}))
    for issue in found.get_issues():
        print(issue.message)
    sys.exit(not found.passed())


if __name__ == "__main__":
    main(sys.argv[1])
