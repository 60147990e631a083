"""OAI-PMH 2.0: other libraries harvest what everybody may read, in Dublin Core.

No record is ever told to be deleted (``deletedRecord`` is ``no``): that a resource was public once
and no longer is concerns nobody. Who must know harvests anew.
"""
