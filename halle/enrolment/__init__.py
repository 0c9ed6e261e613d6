"""How a person comes to act for a company: sign-up, requests to join, proof, recovery, deputy, operators' workbench."""
