import uuid
print(uuid.UUID(int=5), uuid.uuid4() != uuid.uuid4(), uuid.uuid5(uuid.NAMESPACE_DNS, 'x'))
