print('é ü 漢 🐍')
