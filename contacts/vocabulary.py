"""The closed lists of the field: kinds, properties, speakers, statuses, ranks, relations.

Both sides of the house use them (the workshop and the published record), so this module knows neither.
Values are what stands in URLs, documents and the API; labels are what a reader sees.
"""

from django.db.models import TextChoices


class Kind(TextChoices):
    """How the two principals were in contact."""

    CALL = "call", "Call"
    VIDEO_CALL = "video-call", "Video call"
    MEETING = "meeting", "Meeting"
    SUMMIT = "summit", "Summit"
    PULL_ASIDE = "pull-aside", "Pull-aside"
    LETTER = "letter", "Letter"
    MESSAGE = "message", "Message"
    JOINT_STATEMENT = "joint-statement", "Joint statement"


CAMEO_CODES: dict[str, str] = {
    Kind.CALL: "041",
    Kind.VIDEO_CALL: "041",
    Kind.MEETING: "044",
    Kind.SUMMIT: "044",
    Kind.PULL_ASIDE: "040",
    Kind.LETTER: "040",
    Kind.MESSAGE: "040",
    Kind.JOINT_STATEMENT: "040",
}
"""Nearest CAMEO event code of each kind. 042/043 (visit, host) replace 044 where one side is at home.

Source: CAMEO codebook 1.1b3, root 04 (Consult). Kinds without a code of their own take 040.
"""


class Speaker(TextChoices):
    """On whose authority a claim stands."""

    KREMLIN = "kremlin", "Kremlin"
    WHITE_HOUSE = "white-house", "White House"
    JOINT = "joint", "Both jointly"
    THIRD_GOVERNMENT = "third-government", "Third government"
    PRESS = "press", "Press"


SIDES: tuple[Speaker, Speaker] = (Speaker.KREMLIN, Speaker.WHITE_HOUSE)
"""The two principals' sides, in the order in which the pages show them."""


class Property(TextChoices):
    """What a claim is about."""

    TOPIC = "topic", "Topic discussed"
    NOT_DISCUSSED = "not-discussed", "Topic not discussed"
    KIND = "kind", "Kind of contact"
    DATE = "date", "Date"
    CLOCK_TIME = "clock-time", "Clock time"
    DURATION = "duration", "Duration"
    INITIATOR = "initiator", "Initiated by"
    PLACE = "place", "Place"
    PARTICIPANT = "participant", "Participant"
    OUTCOME = "outcome", "Outcome"
    QUOTE = "quote", "Quote"
    CONFIRMATION = "confirmation", "Confirms the contact"
    ASSERTION = "assertion", "Says it took place"
    ANNOUNCEMENT = "announcement", "Announces it"
    POSTPONEMENT = "postponement", "Puts it off"
    CANCELLATION = "cancellation", "Calls it off"
    DENIAL = "denial", "Denies it"
    NO_COMMENT = "no-comment", "Neither confirms nor denies"


OCCURRENCE: frozenset[str] = frozenset(
    {
        Property.CONFIRMATION,
        Property.ASSERTION,
        Property.ANNOUNCEMENT,
        Property.POSTPONEMENT,
        Property.CANCELLATION,
        Property.DENIAL,
        Property.NO_COMMENT,
    }
)
"""Properties that say whether the contact took place. The status is computed from these."""

SENSITIVE: frozenset[str] = frozenset({Property.DENIAL, Property.QUOTE})
"""Properties that a second person looks at before they are published: who is said to lie, and words put into a mouth."""

PRESUPPOSE_CONTACT: frozenset[str] = frozenset(
    {Property.TOPIC, Property.OUTCOME, Property.DURATION, Property.CLOCK_TIME, Property.INITIATOR}
)
"""Properties that nobody states of a contact that he does not hold to have taken place."""


class Initiator(TextChoices):
    """Who sought the contact."""

    RUSSIA = "russia", "Russia"
    UNITED_STATES = "united-states", "United States"
    BOTH = "both", "Both sides"
    OTHER = "other", "A third party"


class Qualifier(TextChoices):
    """How a stated length relates to the number of minutes."""

    EXACTLY = "exactly", "exactly"
    ABOUT = "about", "about"
    ALMOST = "almost", "almost"
    OVER = "over", "over"


class Rank(TextChoices):
    """Standing of a claim among those on the same property.

    Source: Wikibase data model, statement ranks.
    """

    PREFERRED = "preferred", "Preferred"
    NORMAL = "normal", "Normal"
    DEPRECATED = "deprecated", "Deprecated"


class Status(TextChoices):
    """What the accepted claims together say of a contact. Computed, never typed in."""

    ANNOUNCED = "announced", "Announced"
    CONFIRMED_BOTH = "confirmed-both", "Confirmed by both sides"
    CONFIRMED_ONE = "confirmed-one", "Confirmed by one side"
    REPORTED = "reported", "Reported"
    DENIED = "denied", "Denied"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"
    RETRACTED = "retracted", "Retracted"


class Relation(TextChoices):
    """How a report bears on a contact."""

    REPORTS = "reports", "Reports it"
    MENTIONS = "mentions", "Mentions it"
    ANNOUNCES = "announces", "Announces it"


BEARS_ON: tuple[Relation, Relation] = (Relation.REPORTS, Relation.ANNOUNCES)
"""Relations of a report to the contact that it is about."""


class Link(TextChoices):
    """How one contact bears on an earlier one."""

    FOLLOWS_UP = "follows-up", "Follows up"
    RESCHEDULES = "reschedules", "Takes the place of"
    REFERS_TO = "refers-to", "Refers to"
    PART_OF = "part-of", "Is part of"


class ReportKind(TextChoices):
    """What sort of text a report is."""

    NEWS_REPORT = "news-report", "News report"
    OFFICIAL_READOUT = "official-readout", "Official readout"
    TRANSCRIPT = "transcript", "Transcript"
    JOINT_STATEMENT = "joint-statement", "Joint statement"
    FACTBOX = "factbox", "Fact box"
    SOCIAL_POST = "social-post", "Social media post"
    BOOK = "book", "Book"


class Role(TextChoices):
    """In which capacity a report speaks."""

    READOUT_RU = "official-readout-ru", "Kremlin readout"
    READOUT_US = "official-readout-us", "White House readout"
    TRANSCRIPT = "official-transcript", "Official transcript"
    PARTICIPANT = "participant-statement", "Participant's statement"
    SPOKESPERSON = "spokesperson", "Spokesperson"
    THIRD_GOVERNMENT = "third-government", "Third government"
    ORIGINAL_REPORTING = "original-reporting", "Original reporting"
    WIRE = "wire", "Agency wire"
    SYNDICATED_COPY = "syndicated-copy", "Syndicated copy"
    BOOK_OR_LEAK = "book-or-leak", "Book or leak"
    ANALYSIS = "analysis", "Analysis"


class PublisherKind(TextChoices):
    """What sort of house publishes."""

    OFFICIAL = "official", "Official body"
    AGENCY = "agency", "News agency"
    BROADCASTER = "broadcaster", "Broadcaster"
    NEWSPAPER = "newspaper", "Newspaper"
    MAGAZINE = "magazine", "Magazine"
    ONLINE = "online", "Online outlet"
    AGGREGATOR = "aggregator", "Aggregator"
    BLOG = "blog", "Blog"
    BOOK_PUBLISHER = "book-publisher", "Book publisher"
    THINK_TANK = "think-tank", "Think tank"
    SOCIAL_PLATFORM = "social-platform", "Social platform"
    OTHER = "other", "Other"


class StateAffiliation(TextChoices):
    """Whether a state owns or funds the publisher."""

    YES = "yes", "State-affiliated"
    NO = "no", "Not state-affiliated"
    UNKNOWN = "unknown", "Not established"


class PlaceKind(TextChoices):
    """Size of a place."""

    COUNTRY = "country", "Country"
    REGION = "region", "Region"
    CITY = "city", "City"
    VENUE = "venue", "Venue"


class Side(TextChoices):
    """Whose official a person is."""

    RUSSIA = "russia", "Russia"
    UNITED_STATES = "united-states", "United States"
    OTHER = "other", "Other"


class Correction(TextChoices):
    """Why a published record changes.

    Source: Crossref's registry of update types, of which we use eight.
    """

    ADDENDUM = "addendum", "Addendum"
    CLARIFICATION = "clarification", "Clarification"
    CORRECTION = "correction", "Correction"
    EXPRESSION_OF_CONCERN = "expression_of_concern", "Expression of concern"
    NEW_VERSION = "new_version", "New version"
    PARTIAL_RETRACTION = "partial_retraction", "Partial retraction"
    RETRACTION = "retraction", "Retraction"
    REMOVAL = "removal", "Removal"


class RecordType(TextChoices):
    """What an edition is an edition of."""

    CONTACT = "contact", "Contact"
    REPORT = "report", "Report"
    PUBLISHER = "publisher", "Publisher"
    TOPIC = "topic", "Topic"
    PERSON = "person", "Person"
    PLACE = "place", "Place"


PLURALS: dict[str, str] = {
    RecordType.CONTACT: "contacts",
    RecordType.REPORT: "reports",
    RecordType.PUBLISHER: "publishers",
    RecordType.TOPIC: "topics",
    RecordType.PERSON: "people",
    RecordType.PLACE: "places",
}
"""Name of each record type in addresses and dumps."""
