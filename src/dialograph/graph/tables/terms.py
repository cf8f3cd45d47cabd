"""The words that tables use for concepts, where they differ from a concept's own slug."""

from __future__ import annotations

ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "activity-type": {
        "conference (external)": ("external-conference",),
        "labelled meeting": ("labelled-event",),
        "labelled webinar": ("webinar", "labelled-event"),
        "senior officials' meeting (jvap)": ("senior-officials-meeting",),
        "steering committee": ("steering-committee-meeting",),
        "steering committee and senior officials' meeting": (
            "steering-committee-meeting",
            "senior-officials-meeting",
        ),
        "thematic meeting (khartoum process)": ("thematic-meeting",),
        "working group": ("working-group-meeting",),
    },
    "document-type": {
        "context document": ("background-paper",),
        "declaration and action plan": ("declaration", "action-plan"),
        "declaration and programme": ("declaration", "programme"),
        "declaration and strategy": ("declaration", "strategy"),
        "guide and recommendations": ("guide", "recommendations"),
    },
    "role": {
        "chair of the dialogue": ("dialogue-chair",),
        "co-organiser / associated": ("co-organiser",),
        "former or observer": ("former-or-observer",),
        "incoming chair of the dialogue": ("incoming-dialogue-chair",),
        "member (institution)": ("member",),
        "named in the declaration": ("named-in-declaration",),
        "observer country": ("observer",),
        "outgoing chair of the dialogue": ("outgoing-dialogue-chair",),
        "participant organisation": ("participant",),
        "partner organisation": ("partner",),
        "permanent observer, speaker": ("permanent-observer", "speaker"),
        "project presented": ("presented-project",),
        "speaker (chair of the dialogue)": ("speaker", "dialogue-chair"),
        "speaker (chair of the rabat process)": ("speaker", "dialogue-chair"),
    },
    "status": {
        "dormant since 2016": ("dormant",),
    },
}
"""Kind of concept → what a table may write, in lower case → the concepts that it means."""

MEMBERSHIP_ROLES: dict[str, str] = {
    "partner country": "member",
    "former partner country": "former-member",
    "observer country": "observer",
    "observer": "observer",
    "observer (ICMPD list after 2014)": "observer",
    "permanent observer": "permanent-observer",
    "guest country": "guest",
    "partner organisation": "partner",
    "donor": "donor",
    "secretariat": "secretariat",
    "knowledge partner": "knowledge-partner",
    "research partner": "research-partner",
    "co-implementer of the support project (2013-2015)": "co-implementer",
    "project that funds the secretariat": "funding-project",
    "project that funded the secretariat": "funding-project",
    "project carried out under the dialogue": "dialogue-project",
}
"""Undated roles of the partners table → role in the dialogue. Its other phrases become notes;
dated roles (chair, reference country, steering committee) stand in the governance table."""

GOVERNANCE_ROLES: dict[str, str] = {
    "chair": "dialogue-chair",
    "co-chair": "co-chair",
    "project carried out under the dialogue": "dialogue-project",
    "reference country": "reference-country",
    "steering committee member": "steering-committee-member",
}

LEVELS: dict[str, tuple[str, str]] = {
    "objective": ("objective", ""),
    "domain": ("domain", "D"),
    "area": ("area", "D"),
    "pillar": ("pillar", "P"),
    "priority goal": ("priority-goal", "G"),
    "action": ("action", "A"),
    "road map action": ("road-map-action", "R"),
    "cross-cutting priority": ("cross-cutting-priority", "X"),
    "principle": ("principle", "PR"),
}
"""Level of a framework's element → its concept, and the letters before its number, which keep
notations unique in a framework that counts objectives, domains and actions each from 1."""

PARTNER_KINDS: dict[str, str] = {
    "country": "country",
    "organisation": "organisation",
    "project": "project",
    "dialogue": "dialogue",
    "mechanism": "partner",
}
"""Type of the partners table → the KIND of its IRI."""
