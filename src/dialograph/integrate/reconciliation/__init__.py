"""The Reconciliation Service API (W3C Entity Reconciliation CG), 0.2 and the 1.0 draft."""
