"""Patients: registered once by number, found by number or name, with what is protected kept hidden."""
