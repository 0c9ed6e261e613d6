"""How a person comes to act for a company: sign-up, joining, proof, recovery, deputy, the operators' desk."""
