"""A certificate authority of the test's own, and what it signs."""

import ssl

import trustme

NAMES = ("127.0.0.1", "::1", "localhost", "unit-tenant.instana.test")


class Authority:
    """Signs certificates and keeps them in a folder; `path` is the file of the authority itself."""

    def __init__(self, folder):
        self._ca, self._folder, self._count = trustme.CA(), folder, 0
        self.path = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(self.path)

    def sign(self, *names, not_after=None):
        """The path of a new certificate with its key."""
        self._count += 1
        path = self._folder / f"{self._count}.pem"
        self._ca.issue_cert(*(names or NAMES), not_after=not_after).private_key_and_cert_chain_pem.write_to_path(path)
        return path

    def server(self, *names, **options):
        """uvicorn's options for a server with a new certificate."""
        return {"ssl_certfile": self.sign(*names, **options)}

    def server_context(self, *names, careful=False):
        """The TLS context of a server of the test's own; a careful one wants a certificate of its clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.sign(*names))
        if careful:
            context.load_verify_locations(self.path)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def client_context(self, cert=None):
        """The TLS context of a client that trusts this authority."""
        context = ssl.create_default_context(cafile=self.path)
        if cert:
            context.load_cert_chain(cert)
        return context
