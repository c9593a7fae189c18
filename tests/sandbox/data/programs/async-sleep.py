import asyncio
async def main():
    await asyncio.sleep(0)
    return 4
print(asyncio.run(main()))
